package dev.duet.deploy.init;

/// Hears what `init` finds and makes, line by line, on its thread.
@FunctionalInterface
public interface InitReport {
    void line(Line line);

    /// @param system whose database it is in
    /// @param what in words
    record Line(String system, State state, String what) {}

    /// What became of a step.
    enum State {
        EXISTS("exists"),
        CREATED("created");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// For people and scripts.
        public String word() {
            return word;
        }
    }
}
