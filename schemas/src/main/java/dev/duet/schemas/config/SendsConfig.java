package dev.duet.schemas.config;

/// `sends`: which of an entity's records one system sends to the other, which sends all of its own.
///
/// @param system that sends these alone
/// @param records by what each field that is asked for has to hold
public record SendsConfig(String system, RowFilter records) {
    public SendsConfig {
        if (records.fields().isEmpty()) {
            throw new IllegalArgumentException("a condition that asks nothing");
        }
    }
}
