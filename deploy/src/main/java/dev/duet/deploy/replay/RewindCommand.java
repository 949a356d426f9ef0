package dev.duet.deploy.replay;

import dev.duet.deploy.status.PositionCommand;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet position rewind`: a replay from a named place. The checkpoint itself never goes back: both
/// sides' logs say up to where each has the other's, and a change that is told again under another
/// marker would be another change.
@Command(
        name = "rewind",
        mixinStandardHelpOptions = true,
        description = {
            "Goes back to a place that 'duet position save' has named, and says what is repeated:"
                    + " it is 'duet replay --from save:<name>', and takes the same options.",
            "Nothing is applied twice: each record that clients have changed since is compared, and"
                    + " brought to what the rules say now. The positions of the running sync stay"
                    + " where they are."
        },
        footer = {
            "",
            "Example:",
            "  duet position rewind before-new-status-map --dry-run",
            "  duet position rewind before-new-status-map --yes --reason \"map was wrong\""
        })
public final class RewindCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PositionCommand parent;

    @Parameters(paramLabel = "<name>", description = "Of the save point.")
    private String name;

    @Unmatched private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> words = new ArrayList<>(List.of("--config", parent.file().toString()));
        words.addAll(List.of("replay", "--from", ReplayCommand.SAVED + name));
        words.addAll(options);
        return spec.root().commandLine().execute(words.toArray(String[]::new));
    }
}
