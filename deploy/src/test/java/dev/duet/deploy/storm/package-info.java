/// Clients of both sides change the same records all the time; what must come of it is read from
/// the two logs by other eyes than Duet's.
///
/// Start with [dev.duet.deploy.storm.ConflictStormScenarioIT].
package dev.duet.deploy.storm;
