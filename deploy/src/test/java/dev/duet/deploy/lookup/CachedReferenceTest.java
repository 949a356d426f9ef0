package dev.duet.deploy.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.lookup.ReferenceRows.Pair;
import dev.duet.mapping.fields.Reference.Found;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is remembered of a reference table, and for how long.
final class CachedReferenceTest {
    private static final Column ID = new Column("id", "int", Kind.INTEGER, false);
    private static final Column ISO = new Column("iso", "char(2)", Kind.TEXT, false);
    private static final Found NONE = new Found.None();

    private final List<Pair> rows =
            new ArrayList<>(List.of(new Pair(64L, "NZ"), new Pair(49L, "DE")));
    private int asked;
    private long now;

    private final CachedReference countries =
            new CachedReference(
                    "erp.country", ID, ISO, this::with, Duration.ofMinutes(10), () -> now);

    private List<Pair> with(Column by, Object value) {
        asked++;
        return rows.stream()
                .filter(row -> value.equals(by.equals(ID) ? row.key() : row.value()))
                .toList();
    }

    @Test
    void aRowIsAskedForOnceWhicheverWay() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(countries.valueOf(64L)).isEqualTo(new Found.One("NZ"));
            assertThat(countries.keyOf("NZ")).isEqualTo(new Found.One(64L));
        }

        assertThat(asked).isEqualTo(2); // by its key and by its value
    }

    @Test
    void aRowIsAskedForAgainWhenItHasExpired() {
        countries.valueOf(64L);
        rows.set(0, new Pair(64L, "AO"));
        now += Duration.ofMinutes(9).toNanos();
        assertThat(countries.valueOf(64L)).isEqualTo(new Found.One("NZ"));

        now += Duration.ofMinutes(1).toNanos();

        assertThat(countries.valueOf(64L)).isEqualTo(new Found.One("AO"));
        assertThat(countries.keyOf("NZ")).isEqualTo(NONE);
    }

    @Test
    void aRowThatArrivesIsSeenAtOnce() {
        assertThat(countries.valueOf(33L)).isEqualTo(NONE);
        assertThat(countries.keyOf("FR")).isEqualTo(NONE);

        rows.add(new Pair(33L, "FR"));

        assertThat(countries.valueOf(33L)).isEqualTo(new Found.One("FR"));
        assertThat(countries.keyOf("FR")).isEqualTo(new Found.One(33L));
    }

    @Test
    void whatStandsTwiceIsNoAnswerEitherWay() {
        rows.add(new Pair(65L, "NZ"));

        assertThat(countries.keyOf("NZ")).isEqualTo(new Found.Several());
        assertThat(countries.valueOf(64L)).isEqualTo(new Found.Several());
        rows.add(new Pair(49L, "FR"));
        assertThat(countries.valueOf(49L)).isEqualTo(new Found.Several());
        assertThat(countries.keyOf("FR")).isEqualTo(new Found.Several());
        rows.removeLast();
        rows.removeLast();
        assertThat(countries.valueOf(64L)).isEqualTo(new Found.One("NZ"));
    }
}
