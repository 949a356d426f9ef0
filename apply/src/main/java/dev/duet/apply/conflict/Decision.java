package dev.duet.apply.conflict;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is to be done about one record of a batch, and why. A pure function of what the target is
/// known to hold and of the changes to come: [Planner#apply].
public sealed interface Decision {
    /// What to write; null for nothing.
    @Nullable RowWrite write();

    /// The conflicts that were decided on the way.
    List<Ruling> rulings();

    /// For people, without values.
    String reason();

    /// The write says no more than the source's own changes do, so that these may be written as
    /// they are, each under the guard of its before-image.
    record Plain(RowWrite write) implements Decision {
        @Override
        public List<Ruling> rulings() {
            return List.of();
        }

        @Override
        public String reason() {
            return "nothing was in the way";
        }
    }

    /// Nobody else had changed what the batch changes.
    record Write(RowWrite write) implements Decision {
        @Override
        public List<Ruling> rulings() {
            return List.of();
        }

        @Override
        public String reason() {
            return "the changes had seen all that this side did";
        }
    }

    /// The row is what it must be already: this side's own changes stand, or nothing differs.
    record Keep(List<Ruling> rulings) implements Decision {
        public Keep {
            rulings = List.copyOf(rulings);
        }

        @Override
        public @Nullable RowWrite write() {
            return null;
        }

        @Override
        public String reason() {
            return rulings.isEmpty() ? "nothing differs" : Ruling.reasons(rulings);
        }
    }

    /// Something of each side stands.
    record Merge(RowWrite write, List<Ruling> rulings) implements Decision {
        public Merge {
            rulings = List.copyOf(rulings);
        }

        @Override
        public String reason() {
            return Ruling.reasons(rulings);
        }
    }

    /// A record that this side had deleted comes to life again, as the shadow has it.
    record Restore(RowWrite write, List<Ruling> rulings) implements Decision {
        public Restore {
            rulings = List.copyOf(rulings);
        }

        @Override
        public String reason() {
            return Ruling.reasons(rulings);
        }
    }

    /// A record that this side had changed goes.
    record Delete(RowWrite write, List<Ruling> rulings) implements Decision {
        public Delete {
            rulings = List.copyOf(rulings);
        }

        @Override
        public String reason() {
            return Ruling.reasons(rulings);
        }
    }

    static Decision of(@Nullable RowWrite write, List<Ruling> rulings) {
        if (write == null) {
            return new Keep(rulings);
        }
        if (rulings.isEmpty()) {
            return new Write(write);
        }
        return switch (write) {
            case RowWrite.Insert insert -> new Restore(insert, rulings);
            case RowWrite.Update update -> new Merge(update, rulings);
            case RowWrite.Delete delete -> new Delete(delete, rulings);
        };
    }
}
