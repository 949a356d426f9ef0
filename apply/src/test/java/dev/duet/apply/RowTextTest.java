package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RowTextTest {
    private static final int COLUMNS = 3;

    /// Some of one, two, three and four bytes, and all that is special in a line.
    private static final String LETTERS = "aZ0 'é€ß\t\n\r\\N😀\u0001";

    @Test
    void whatIsReadInAnyPiecesIsTheRows() {
        for (long seed = 1; seed <= 50; seed++) {
            var random = new Random(seed);
            List<Row> rows = rows(random);

            String read = read(new RowText(rows, COLUMNS, (_, value) -> (String) value), random);

            assertThat(parsed(read)).as("seed " + seed).isEqualTo(rows);
        }
    }

    @Test
    void aValueWithoutTextEndsTheStreamAndIsTold() {
        List<Row> rows = List.of(Row.of("a", "b", "c"), Row.of("d", "bad", "f"));
        var text = new RowText(rows, COLUMNS, RowTextTest::unlessBad);

        assertThat(read(text, new Random(1))).doesNotContain("d");
        assertThatThrownBy(text::requireWhole).hasMessage("no text");
    }

    private static String unlessBad(int column, Object value) {
        if (value.equals("bad")) {
            throw new IllegalArgumentException("no text");
        }
        return value.toString();
    }

    /// Up to some blocks of them; now and then a text that is longer than a block.
    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(2_000);
        for (int i = 0; i < count; i++) {
            rows.add(Row.of(text(random), text(random), text(random)));
        }
        return rows;
    }

    private static @Nullable String text(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        int length = random.nextInt(500) == 0 ? random.nextInt(30_000) : random.nextInt(8);
        int[] letters = LETTERS.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static String read(RowText text, Random random) {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            byte[] piece = new byte[1 + random.nextInt(20_000)];
            int count = text.read(piece, 0, piece.length);
            int one = count < 0 ? -1 : text.read();
            if (count > 0) {
                bytes.write(piece, 0, count);
            }
            if (one >= 0) {
                bytes.write(one);
            }
            if (count < 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }

    /// As the databases' manuals say that it is read.
    private static List<Row> parsed(String text) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.split("\n", 0)) {
            if (!line.isEmpty()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (String field : line.split("\t", -1)) {
                    values.add(field.equals("\\N") ? null : unescaped(field));
                }
                rows.add(Row.of(values.toArray()));
            }
        }
        return rows;
    }

    private static String unescaped(String field) {
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char letter = field.charAt(i);
            if (letter == '\\') {
                i++;
                letter =
                        switch (field.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case '\\' -> '\\';
                            default -> throw new AssertionError("escaped " + field.charAt(i));
                        };
            }
            text.append(letter);
        }
        return text.toString();
    }
}
