package dev.duet.mapping.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.PeerKey;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Of the system erp it is known that its 17 is crm's 5.
class CrosswalkKeysTest {
    private static final PeerKey.Crosswalk OF_ERP =
            new PeerKey.Crosswalk() {
                @Override
                public OptionalLong peer(String entity, long own) {
                    return own == 17 ? OptionalLong.of(5) : OptionalLong.empty();
                }

                @Override
                public OptionalLong own(String entity, long peer) {
                    return peer == 5 ? OptionalLong.of(17) : OptionalLong.empty();
                }
            };

    private static final FieldMapping.Carried FIELD =
            (FieldMapping.Carried) field("bigint unsigned", Kind.DECIMAL);

    private static FieldMapping field(String mysql, Kind kind) {
        var form =
                new FieldForm(
                        Optional.of(new Conversion.Crosswalk("customer", List.of())),
                        Normalization.NONE,
                        OptionalInt.empty(),
                        Map.of(),
                        false);
        return FieldMapping.of(
                new FieldConfig("id", Map.of("crm", "id", "erp", "no"), form),
                new Place(
                        "crm",
                        DatabaseKind.POSTGRES,
                        new Column("id", "bigint", Kind.INTEGER, false)),
                new Place("erp", DatabaseKind.MYSQL, new Column("no", mysql, kind, false))
                        .with(OF_ERP),
                false);
    }

    @Test
    void aRecordIsNamedByWhereItWasMade() {
        assertThat(FIELD.first().read().apply(5L)).isEqualTo("crm:5");
        assertThat(FIELD.second().read().apply(new BigDecimal(17))).isEqualTo("crm:5");
        assertThat(FIELD.second().read().apply(new BigDecimal(18))).isEqualTo("erp:18");
        assertThat(FIELD.canonical().kind()).isEqualTo(Kind.TEXT);
    }

    /// What is written is read again the same, also before the database has made up a key.
    @ParameterizedTest
    @ValueSource(strings = {"crm:5", "crm:6", "erp:18", "erp:9223372036854775807"})
    void thereAndBackIsTheSame(String key) {
        assertThat(FIELD.first().read().apply(FIELD.first().write().apply(key))).isEqualTo(key);
        assertThat(FIELD.second().read().apply(FIELD.second().write().apply(key))).isEqualTo(key);
    }

    @Test
    void aKeyOfThePeersIsLookedUpWhenItIsWanted() {
        PeerKey known = (PeerKey) FIELD.second().write().apply("crm:5");
        PeerKey fresh = (PeerKey) FIELD.second().write().apply("crm:6");

        assertThat(known.here()).hasValue(17);
        assertThat(known).hasToString("17");
        assertThat(fresh.here()).isEmpty();
        assertThat(fresh).hasToString("peer:6").isNotEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "crm:", "crm:x", ":5", "hub:5", "crm:9223372036854775808"})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> FIELD.second().write().apply(text))
                .isInstanceOf(CannotConvert.class)
                .hasMessageContaining("erp:1 or crm:1");
    }

    @Test
    void aKeyBeyondSixtyThreeBitsIsRefused() {
        BigDecimal large = new BigDecimal("18446744073709551615");

        assertThatThrownBy(() -> FIELD.second().read().apply(large))
                .isInstanceOf(CannotConvert.class);
    }

    @Test
    void onlyWholeNumbersArePaired() {
        assertThat(field("char(36)", Kind.TEXT)).isInstanceOf(FieldMapping.Refused.class);
        assertThat(field("decimal(20,0)", Kind.DECIMAL)).isInstanceOf(FieldMapping.Refused.class);
    }
}
