package dev.duet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

class ImagesTest {
    private static final Shape SHAPE =
            new Shape(
                    "customer",
                    new TableName("public", "customer"),
                    List.of(
                            new Column("id", "bigint", Kind.INTEGER, false),
                            new Column("name", "text", Kind.TEXT, true),
                            new Column("balance", "numeric(12,2)", Kind.DECIMAL, true)),
                    1);

    @Test
    void anImageIsReadBackAsItWas() {
        for (Row row :
                List.of(
                        Row.of(1L, "Ada \uD83D\uDE00 \"quoted\"", new BigDecimal("10.5")),
                        Row.of(2L, null, null),
                        Row.of(3L, "", Unchanged.VALUE),
                        Row.of(4L, new Unreadable("why"), new BigDecimal("0")))) {
            assertThat(Images.fromJson(SHAPE, Images.toJson(SHAPE, row))).isEqualTo(row);
        }
    }

    @Test
    void aPersonCanReadIt() {
        assertThat(Images.toJson(SHAPE, Row.of(1L, "Ada", new BigDecimal("10.50"))))
                .isEqualTo("{\"id\":\"1\",\"name\":\"Ada\",\"balance\":\"10.50\"}");
        assertThat(Images.keyText(SHAPE, Row.of(1L, "Ada", null))).isEqualTo("1");
    }

    @Test
    void aKeyThatIsToBeMadeUpIsThatOfThePeer() {
        Row row = Row.of(new PeerKey("", 7, PeerKey.Crosswalk.NONE), "peer:8", null);

        assertThat(Images.toJson(SHAPE, row)).contains("\"id\":\"peer:7\"");
        assertThat(Images.fromJson(SHAPE, Images.toJson(SHAPE, row))).isEqualTo(row);
    }

    @Test
    void noImageIsNoText() {
        assertThat(Images.toJson(SHAPE, null)).isNull();
        assertThat(Images.fromJson(SHAPE, null)).isNull();
    }
}
