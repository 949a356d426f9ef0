package dev.duet.deploy.compare;

import dev.duet.mapping.EntityMappings;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Objects;

/// When both sides' records are the same: where their canonical values are (decision 13), but for
/// fields that may differ for good and values that say nothing. Immutable.
///
/// @param ignored the fields that may differ
/// @param kept those in which the side that does not own them may have a value of its own
/// @param inFirst whether the first side may have records alone: the other one's deletes do not
///   come to it
/// @param inSecond the same of the second side
/// @param sent the records that each side tells the other of: one that is withheld may be anything
record Likeness(
        Shape canonical,
        BitSet ignored,
        Kept kept,
        boolean inFirst,
        boolean inSecond,
        EntityMappings.Sent sent) {
    /// Of the fields of each side's peer.
    record Kept(BitSet inFirst, BitSet inSecond) {
        static final Kept NONE = new Kept(new BitSet(), new BitSet());
    }

    boolean alike(Sight one, Sight two) {
        return switch (one) {
            case Sight.Unreadable _ -> false;
            case Sight.Absent _, Sight.Hidden _ ->
                    !two.isRecord()
                            || (two instanceof Sight.Present second
                                    && (inSecond
                                            || !sent.byFirst().isAll()
                                            || !sent.bySecond().fits(second.record())));
            case Sight.Present first ->
                    switch (two) {
                        case Sight.Present second ->
                                !sent.byFirst().fits(first.record())
                                        || !sent.bySecond().fits(second.record())
                                        || alike(first.record(), second.record());
                        case Sight.Absent _, Sight.Hidden _ ->
                                inFirst
                                        || !sent.bySecond().isAll()
                                        || !sent.byFirst().fits(first.record());
                        case Sight.Unreadable _ -> false;
                    };
        };
    }

    private boolean alike(Row one, Row two) {
        for (int i = canonical.keySize(); i < canonical.size(); i++) {
            if (differs(i, one, two)) {
                return false;
            }
        }
        return true;
    }

    /// The fields that differ.
    BitSet fields(Row one, Row two) {
        BitSet fields = new BitSet();
        for (int i = canonical.keySize(); i < canonical.size(); i++) {
            fields.set(i, differs(i, one, two));
        }
        return fields;
    }

    private boolean differs(int field, Row one, Row two) {
        return isOther(field, one, two) && !kept.inFirst.get(field) && !kept.inSecond.get(field);
    }

    /// Whether a side keeps a value of its own in one of these fields.
    boolean keeps(BitSet fields, Sight one, Sight two) {
        return !fields.isEmpty()
                && one instanceof Sight.Present first
                && two instanceof Sight.Present second
                && fields.stream().anyMatch(i -> isOther(i, first.record(), second.record()));
    }

    private boolean isOther(int field, Row one, Row two) {
        Object first = one.get(field);
        Object second = two.get(field);
        return !Objects.equals(first, second)
                && !ignored.get(field)
                && !(first instanceof Unchanged)
                && !(second instanceof Unchanged);
    }

    /// A record's key as it is named in `duet.conflict`.
    String name(Key key) {
        return Images.keyText(canonical, key.row(canonical.size()));
    }

    /// What tells one sight from another in little memory.
    String print(Sight sight) {
        String text =
                switch (sight) {
                    case Sight.Present present ->
                            String.valueOf(Images.toJson(canonical, present.record()));
                    case Sight.Absent _, Sight.Hidden _, Sight.Unreadable _ -> sight.toString();
                };
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
