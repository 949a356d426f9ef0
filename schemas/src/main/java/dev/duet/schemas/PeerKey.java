package dev.duet.schemas;

import java.util.Optional;
import java.util.OptionalLong;

/// The key of a record that was made in the peer, in place of the key that this system has for it:
/// which one that is, the crosswalk knows, and before the record is written here nobody does. Two
/// are equal when they name one record.
public final class PeerKey {
    private static final String PEER = "peer:";

    private final String entity;
    private final long number;
    private final Crosswalk crosswalk;

    /// Which records of two systems are one, where each system makes up its own keys; as one of the
    /// systems has it.
    ///
    /// A pair stays for good, also when its record is deleted: so whoever reads a log again reads
    /// the same records.
    public interface Crosswalk {
        /// No record of either system is one of the other's.
        Crosswalk NONE =
                new Crosswalk() {
                    @Override
                    public OptionalLong peer(String entity, long own) {
                        return OptionalLong.empty();
                    }

                    @Override
                    public OptionalLong own(String entity, long peer) {
                        return OptionalLong.empty();
                    }
                };

        /// The key that the peer gave the record; nothing when it was made here.
        OptionalLong peer(String entity, long own);

        /// The key that this system gave the record; nothing when it was never here.
        OptionalLong own(String entity, long peer);
    }

    public PeerKey(String entity, long number, Crosswalk crosswalk) {
        this.entity = entity;
        this.number = number;
        this.crosswalk = crosswalk;
    }

    /// Whose key it is.
    public String entity() {
        return entity;
    }

    /// The key in the peer.
    public long number() {
        return number;
    }

    /// The key here; nothing when the record was never here.
    public OptionalLong here() {
        return crosswalk.own(entity, number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerKey key && key.number == number && key.entity.equals(entity);
    }

    @Override
    public int hashCode() {
        return 31 * entity.hashCode() + Long.hashCode(number);
    }

    /// The key here, as people know it; where there is none, that of the peer: `peer:5`.
    @Override
    public String toString() {
        OptionalLong here = here();
        return here.isPresent() ? Long.toString(here.getAsLong()) : PEER + number;
    }

    /// Reads the key of a record that was never here, as [#toString] wrote it; nothing when it is
    /// another text. Of whose it is nothing is known.
    static Optional<PeerKey> parse(String text) {
        return text.startsWith(PEER)
                ? Optional.of(
                        new PeerKey(
                                "", Long.parseLong(text.substring(PEER.length())), Crosswalk.NONE))
                : Optional.empty();
    }
}
