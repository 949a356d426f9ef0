package dev.duet.schemas.config;

/// Whether a record exists that one side deleted while the other changed or inserted it, neither
/// having seen the other's change: `update-vs-delete` of an entity.
public sealed interface UpdateVsDelete {
    /// As the file spells it, in one line.
    String text();

    record Delete() implements UpdateVsDelete {
        @Override
        public String text() {
            return "delete";
        }
    }

    record Update() implements UpdateVsDelete {
        @Override
        public String text() {
            return "update";
        }
    }

    /// The later change, by the databases' clocks.
    record Latest() implements UpdateVsDelete {
        @Override
        public String text() {
            return "latest";
        }
    }

    record Prefer(String system) implements UpdateVsDelete {
        @Override
        public String text() {
            return "prefer: " + system;
        }
    }

    /// A person decides.
    record Review() implements UpdateVsDelete {
        @Override
        public String text() {
            return "review";
        }
    }
}
