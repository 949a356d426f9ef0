package dev.duet.apply.conflict;

/// From where a log must be read again after a restart (PROTOCOL 4, RESUME). Computed for every
/// checkpoint row; it never goes back.
class Resume {
    /// The greatest position at or before `position` at which no record was dirty (2.7 c).
    long floor(SideState state, long position) {
        long at = state.log.atOrBefore(position);
        long start = state.dirty.startAround(at);
        while (at != LogIndex.UNKNOWN && start != DirtySpans.NONE) {
            at = state.log.before(start);
            start = state.dirty.startAround(at);
        }
        return at;
    }

    final long clean(SideState state) {
        return floor(state, state.read());
    }

    /// Two rounds of "what had the other seen", each at a clean position, from the clean positions
    /// of both; unknown when it lies before what is known.
    long resume(SideState own, SideState peer) {
        long rounds = second(own, peer);
        long peerRounds = second(peer, own);
        long pinned = pinned(own, peer);
        return floor(own, Math.min(Math.min(rounds, pinned), seenAtFloor(peer, peerRounds)));
    }

    /// Beyond which a restart would not know what changes that were carried back follow from.
    long pinned(SideState own, SideState peer) {
        return Math.min(own.pins.own(), peer.pins.peers());
    }

    /// F of the specification.
    private long first(SideState own, SideState peer) {
        long seenHere = own.log.seenAt(clean(own));
        return seenAtFloor(peer, Math.min(seenHere, clean(peer)));
    }

    /// G of the specification.
    private long second(SideState own, SideState peer) {
        return Math.min(first(own, peer), seenAtFloor(peer, first(peer, own)));
    }

    private long seenAtFloor(SideState state, long position) {
        return state.log.seenAt(floor(state, position));
    }

    /// Brings what the next checkpoint row says of a log up to date.
    final void update(SideState own, SideState peer) {
        long resume = resume(own, peer);
        if (resume > own.resume.position().ordinal()) {
            own.resume = own.log.at(resume);
        }
        long clean = clean(own);
        if (clean > own.clean.ordinal()) {
            own.clean = own.log.at(clean).position();
        }
    }
}
