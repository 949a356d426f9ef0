package dev.duet.deploy.load;

/// Why a record could not be loaded.
///
/// @param key as the source has it
/// @param code of the mapping or a rule, or the state that the target answered with
record Refusal(String key, String code, String reason) {}
