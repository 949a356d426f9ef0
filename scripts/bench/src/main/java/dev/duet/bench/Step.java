package dev.duet.bench;

/// What is timed in a catch-up, in the order in which a round takes them.
enum Step {
    NOTHING("no-op", "the rows are made and thrown away: what the bench itself can do at most"),
    DEBEZIUM("Debezium", "Debezium alone reads the log and throws the rows away"),
    CAPTURE("capture", "the same with Duet's capture behind it: values read, transactions whole"),
    JDBC("JDBC", "JDBC alone writes the rows, in transactions as large as Duet's"),
    JDBC_MARKER("JDBC+mark", "the same with a marker row in each transaction"),
    ROAD("Duet", "the full road, one way"),
    ROAD_BOTH("Duet both", "the full road, both ways at once");

    private final String title;
    private final String meaning;

    Step(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /// The head of its column.
    String title() {
        return title;
    }

    /// For the legend.
    String meaning() {
        return meaning;
    }
}
