package dev.duet.schemas.config;

/// Which value of a field stands when both sides changed it and neither had seen the other's
/// change: `owner` or `on-conflict` of a field.
public sealed interface ConflictRule {
    /// As the file spells it, in one line.
    String text();

    /// Only this system's value counts, with a conflict or without: what the other one writes is
    /// reverted there, or kept. In the file it is `owner`, not a kind of `on-conflict`.
    record Owner(String system, NonOwner others) implements ConflictRule {
        public Owner(String system) {
            this(system, NonOwner.STANDARD);
        }

        @Override
        public String text() {
            return "owner: "
                    + system
                    + (others == NonOwner.STANDARD ? "" : ", non-owner: " + others.text());
        }
    }

    record Prefer(String system) implements ConflictRule {
        @Override
        public String text() {
            return "prefer: " + system;
        }
    }

    /// The later change, by the databases' clocks.
    record Latest() implements ConflictRule {
        @Override
        public String text() {
            return "latest";
        }
    }

    record Max() implements ConflictRule {
        @Override
        public String text() {
            return "max";
        }
    }

    record Min() implements ConflictRule {
        @Override
        public String text() {
            return "min";
        }
    }

    /// A counter: what both sides added or took away is added up.
    record Sum() implements ConflictRule {
        @Override
        public String text() {
            return "sum";
        }
    }

    /// The change whose row has the greater value in another field.
    record Version(String field) implements ConflictRule {
        @Override
        public String text() {
            return "version: " + field;
        }
    }

    /// A person decides.
    record Review() implements ConflictRule {
        @Override
        public String text() {
            return "review";
        }
    }
}
