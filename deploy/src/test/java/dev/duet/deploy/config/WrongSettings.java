package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;

import java.util.stream.Stream;

/// Wrong `settings`, one mistake each.
final class WrongSettings {
    private WrongSettings() {}

    static Stream<Wrong> all() {
        return Stream.of(
                appended("settings is a word", "settings: fast\n")
                        .at(11, "settings", "a group of keys"),
                appended("settings is empty", "settings:\n").at(11, "settings", "not nothing"),
                appended("an unknown setting", "settings: { lease-ttl: 5s }\n")
                        .at(11, "settings.lease-ttl", "did you mean 'lease'"),
                appended("a window too long", "settings: { replay-window: 721h }\n")
                        .at(11, "settings.replay-window", "721h is not within 0h to 720h")
                        .unseenBySchema(),
                appended("an unknown key of a group", "settings:\n  batch: { rows: 5 }\n")
                        .at(12, "settings.batch.rows", "known here are max-rows"),
                appended("a duration without unit", "settings: { heartbeat: 5 }\n")
                        .at(11, "settings.heartbeat", "a duration with its unit"),
                appended("a duration in an unknown unit", "settings: { heartbeat: 5 sec }\n")
                        .at(11, "settings.heartbeat", "such as 5s"),
                appended("a negative duration", "settings: { heartbeat: -5s }\n")
                        .at(11, "settings.heartbeat", "a duration is needed"),
                appended("a duration out of range", "settings: { poll-interval: 2s }\n")
                        .at(11, "settings.poll-interval", "2s is not within 1ms to 1s")
                        .unseenBySchema(),
                appended("an endless duration", "settings: { heartbeat: 999999999999h }\n")
                        .at(11, "settings.heartbeat", "not within")
                        .unseenBySchema(),
                appended("a duration is a group", "settings: { heartbeat: { ttl: 5s } }\n")
                        .at(11, "settings.heartbeat", "not a group of keys"),
                appended("a group is a duration", "settings: { lease: 15s }\n")
                        .at(11, "settings.lease", "write the keys ttl below it"),
                appended("a size without unit", "settings: { batch: { max-bytes: 8000 } }\n")
                        .at(11, "settings.batch.max-bytes", "a size with its unit"),
                appended("a size in bits", "settings: { batch: { max-bytes: 8Mb } }\n")
                        .at(11, "settings.batch.max-bytes", "such as 8MiB"),
                appended(
                                "a size that is too large",
                                "settings: { queue: { max-bytes: 999999999999999999GiB } }\n")
                        .at(11, "settings.queue.max-bytes", "a size is needed")
                        .unseenBySchema(),
                appended("a number in quotes", "settings: { batch: { max-rows: \"5\" } }\n")
                        .at(11, "settings.batch.max-rows", "without quotes"),
                appended("a number out of range", "settings: { batch: { max-rows: 0 } }\n")
                        .at(11, "settings.batch.max-rows", "0 is not within 1 to 1000000"),
                appended("a number with separators", "settings: { batch: { max-rows: 5_000 } }\n")
                        .at(11, "settings.batch.max-rows", "a whole number is needed"),
                appended(
                                "retries the wrong way round",
                                "settings:\n  retry: { initial: 10s, max: 1s }\n")
                        .at(12, "settings.retry", "make initial at most max")
                        .unseenBySchema(),
                appended("a socket limit too short", "settings:\n  timeouts: { statement: 10m }\n")
                        .at(12, "settings.timeouts", "make socket longer than statement")
                        .unseenBySchema(),
                appended("a folder that is a number", "settings: { spill: { folder: 7 } }\n")
                        .at(11, "settings.spill.folder", "a text is needed"),
                appended("a brake is a number", "settings: { brakes: { deletes: 500 } }\n")
                        .at(11, "settings.brakes.deletes", "write off, or the keys budget"),
                appended("a brake is another word", "settings: { brakes: { conflicts: none } }\n")
                        .at(11, "settings.brakes.conflicts", "'off' or a group"),
                appended("a brake is empty", "settings: { brakes: { deletes: } }\n")
                        .at(11, "settings.brakes.deletes", "not nothing"),
                appended("a share of all", "settings: { brakes: { deletes: { percent: 100 } } }\n")
                        .at(11, "settings.brakes.deletes.percent", "100 is not within 0 to 99"),
                appended(
                                "a brake's key of another name",
                                "settings: { brakes: { deletes: { share: 50 } } }\n")
                        .at(11, "settings.brakes.deletes.share", "known here are budget"),
                appended("an unknown brake", "settings: { brakes: { delete: off } }\n")
                        .at(11, "settings.brakes.delete", "did you mean 'deletes'"),
                appended("a loop of one answer", "settings: { loops: { most: 1 } }\n")
                        .at(11, "settings.loops.most", "1 is not within 2 to 1000000"),
                appended("loops by another name", "settings: { loops: { budget: 20 } }\n")
                        .at(11, "settings.loops.budget", "known here are most"),
                appended("verification is a number", "settings: { verify: 500 }\n")
                        .at(11, "settings.verify", "write off, or the keys rows-per-second"),
                appended(
                                "verification at no pace",
                                "settings: { verify: { rows-per-second: 0 } }\n")
                        .at(11, "settings.verify.rows-per-second", "0 is not within 1 to 1000000"),
                appended("verification by another key", "settings: { verify: { rate: 5 } }\n")
                        .at(11, "settings.verify.rate", "known here are rows-per-second"),
                appended("clocks too far apart", "settings: { clock-skew: 48h }\n")
                        .at(11, "settings.clock-skew", "48h is not within 10ms to 24h")
                        .unseenBySchema(),
                appended("settings twice", "settings: { heartbeat: 5s }\nsettings: {}\n")
                        .at(12, "settings", "a second time, first at line 11")
                        .unseenBySchema(),
                appended("a misspelt top key", "setings: {}\n")
                        .at(11, "setings", "did you mean 'settings'"));
    }
}
