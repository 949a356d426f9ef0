package dev.duet.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

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

    /// A column is renamed, and its field is not known while the file does not say so. What was
    /// read before, and is read again after, tells of one side what nobody knows of the other.
    @Test
    void whatWasNotedWithoutAFieldMayHaveChangedIt() {
        Shape without = shape("id", "name");
        Shape with = shape("id", "name", "note");
        Touch early = new Touch(new Stamp[] {null, at(3)}, null, Kind.UPDATE, at(4), null);
        Touch late = new Touch(new Stamp[] {null, null, at(2)}, null, Kind.UPDATE, at(2), null);

        String noted = TouchText.write(without, early.under(without));
        assertThat(TouchText.read(with, noted).supposing(with).fields())
                .containsExactly(null, at(3), at(4));
        Touch both =
                TouchText.read(with, noted)
                        .with(TouchText.read(with, TouchText.write(with, late.under(with))));
        String again = TouchText.write(with, both);
        assertThat(TouchText.read(with, again).supposing(with).fields())
                .containsExactly(null, at(3), at(4));
        assertThat(TouchText.read(without, again).supposing(without).fields())
                .containsExactly(null, at(3));
        assertThat(TouchText.read(with, TouchText.write(with, late)).supposing(with).fields())
                .containsExactly(null, null, at(2));
    }

    /// Rows from before a column was renamed are read again under the file that has its new name.
    @Test
    void whatWasReadUnderAnotherFileIsNotUnread() {
        Shape before = shape("id", "name");
        Shape now = shape("id", "name", "remark");
        String noted = TouchText.write(before, updated(3).under(before));

        Touch again = merged(now, noted, unread(3));
        assertThat(again.unread()).isNull();
        assertThat(again.supposing(now).fields()).containsExactly(null, null, at(3));
        assertThat(merged(now, noted, unread(4)).unread()).isEqualTo(at(4));
        String unreadThen = TouchText.write(before, unread(3).with(updated(5)).under(before));
        assertThat(merged(now, unreadThen, unread(3)).unread()).isEqualTo(at(3));
        String underTheSame = TouchText.write(now, updated(5).under(now));
        assertThat(merged(now, underTheSame, unread(3)).unread()).isEqualTo(at(3));
    }

    private static Touch merged(Shape now, String noted, Touch again) {
        return TouchText.read(
                now, TouchText.merge(now, noted, TouchText.write(now, again.under(now))));
    }

    private static Touch updated(long place) {
        return new Touch(new Stamp[0], null, Kind.UPDATE, at(place), null);
    }

    private static Touch unread(long place) {
        return new Touch(new Stamp[0], null, Kind.UPDATE, null, at(place));
    }

    /// That nobody looked for a while is not forgotten when more is noted.
    @Test
    void whatWasNotSeenStaysSo() {
        Shape shape = shape("id", "name");
        String unseen = TouchText.write(shape, Touch.UNSEEN);
        String noted = TouchText.write(shape, life(3, Kind.DELETE).under(shape));

        for (String both :
                List.of(
                        TouchText.merge(shape, unseen, noted),
                        TouchText.merge(shape, noted, unseen))) {
            Touch touch = TouchText.read(shape, both).supposing(shape).seeingUpTo(1);
            assertThat(touch.isUnseen()).isTrue();
            assertThat(touch.life()).isEqualTo(at(3));
            assertThat(touch.kind()).isEqualTo(Kind.DELETE);
        }
        assertThat(TouchText.read(shape, noted).isUnseen()).isFalse();
    }

    private static Shape shape(String... names) {
        List<Column> columns =
                Stream.of(names)
                        .map(
                                name ->
                                        new Column(
                                                name,
                                                "text",
                                                dev.duet.schemas.types.Kind.TEXT,
                                                true))
                        .toList();
        return new Shape("customer", new TableName("public", "customer"), columns, 1);
    }

    private static Touch life(long place, Kind kind) {
        return new Touch(new Stamp[0], at(place), kind, null, null);
    }

    private static Stamp at(long place) {
        return new Stamp(place, place, null);
    }
}
