package dev.duet.deploy.scaffold;

/// A column or table without a counterpart.
///
/// @param reason why, in words
record Lone(String name, String reason) {}
