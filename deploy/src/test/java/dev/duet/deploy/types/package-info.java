/// Values through both real databases: from one log by the real reader, converted, written, and
/// read back from the other log.
///
/// Start with [dev.duet.deploy.types.RoundTripIT]; its cases are [dev.duet.deploy.types.PairCases].
package dev.duet.deploy.types;
