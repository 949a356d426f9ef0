package dev.duet.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What two parts of a log say of one record is put together.
final class TouchTest {
    @Test
    void theLaterLifeStandsThoughBothAreOfOneTransaction() {
        Touch inserted = life(5, Kind.INSERT);
        Touch deleted = life(5, Kind.DELETE);

        assertThat(inserted.with(deleted).kind()).isEqualTo(Kind.DELETE);
        assertThat(deleted.with(inserted).kind()).isEqualTo(Kind.INSERT);
        assertThat(life(6, Kind.DELETE).with(inserted).kind()).isEqualTo(Kind.DELETE);
    }

    @Test
    void anUpdateBeforeTheLastLifeIsOver() {
        Touch updated = new Touch(new Stamp[0], null, Kind.UPDATE, at(4), null);

        assertThat(updated.with(life(5, Kind.INSERT)).updated()).isNull();
        assertThat(life(3, Kind.INSERT).with(updated).updated()).isEqualTo(at(4));
    }

    @Test
    void nothingWasSeenThatWasNotCarriedOver() {
        @Nullable Stamp[] fields = {null, new Stamp(9, 9, 20L), new Stamp(8, 8, 3L)};

        Touch capped = new Touch(fields, null, Kind.UPDATE, null, null).seeingUpTo(10);

        assertThat(capped.fields()).containsExactly(null, new Stamp(9, 9, 10L), fields[2]);
    }

    private static Touch life(long place, Kind kind) {
        return new Touch(new Stamp[0], at(place), kind, null, null);
    }

    private static Stamp at(long place) {
        return new Stamp(place, place, null);
    }
}
