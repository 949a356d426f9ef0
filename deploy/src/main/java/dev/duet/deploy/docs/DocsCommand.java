package dev.duet.deploy.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.docs.Specification.Looked;
import dev.duet.deploy.docs.Specification.Since;
import dev.duet.deploy.docs.Specification.Source;
import dev.duet.deploy.docs.page.Block;
import dev.duet.deploy.docs.page.HtmlPage;
import dev.duet.deploy.docs.page.MarkdownPage;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `duet docs`.
@Command(
        name = "docs",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the mapping for people: who owns which field, what it is on each side, how its"
                    + " values go over; as mapping.html, one page that needs nothing else, and as"
                    + " mapping.md. Changes nothing in the databases.",
            "Ends with 0; with 1 when a table or column of the file is not there, or a column is"
                    + " not mentioned: the document marks them; with 3 when a database cannot be"
                    + " reached, and nothing is written then."
        },
        footer = {
            "",
            "Example:",
            "  duet docs --out specification",
            "  duet docs --offline --since duet-2025.yaml   # what changed, without the databases"
        })
public final class DocsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--out",
            paramLabel = "<folder>",
            defaultValue = ".",
            description =
                    "Where mapping.html and mapping.md go; made if it is not there (default: the"
                            + " folder you are in).")
    private Path out;

    @Option(
            names = "--since",
            paramLabel = "<file>",
            description = "An earlier configuration file: says what was added, removed, changed.")
    private @Nullable Path since;

    @Option(
            names = "--offline",
            description = "Ask no database: without the columns' types, and those not mentioned.")
    private boolean offline;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = main.config();
        Optional<Since> earlier = Optional.ofNullable(since).map(file -> since(file, config));
        Optional<Looked> live = offline ? Optional.empty() : Optional.of(looked(config));
        var document =
                new Specification(config, Source.of(main.file()), Main.version(), live, earlier);
        List<Block> blocks = document.blocks();
        List<Path> written =
                List.of(
                        write("mapping.html", HtmlPage.of(document.title(), blocks)),
                        write("mapping.md", MarkdownPage.of(blocks)));
        Gaps gaps = Gaps.of(document);
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(json(written, gaps, earlier).toPrettyString());
        } else {
            lines(written, gaps, earlier).forEach(to::println);
        }
        to.flush();
        return gaps.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private Since since(Path file, DuetConfig config) {
        DuetConfig before = main.valid(file).config();
        return new Since(Source.of(file), Difference.between(Facts.of(before), Facts.of(config)));
    }

    private static Looked looked(DuetConfig config) throws SQLException {
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        return new Looked(
                LiveTables.read(config, endpoints), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private Path write(String name, String text) {
        Path file = out.resolve(name);
        try {
            Files.createDirectories(out);
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CannotWrite("into " + out, "name another folder with --out", e);
        }
        return file;
    }

    /// What keeps the document from being complete, as `crm: public.customer.mail`.
    private record Gaps(List<String> missing, List<String> unmentioned) {
        static Gaps of(Specification document) {
            List<String> missing = new ArrayList<>();
            List<String> unmentioned = new ArrayList<>();
            for (EntitySection section : document.sections()) {
                for (SystemConfig system : document.config().systems()) {
                    String place = system.name() + ": ";
                    section.missing(system).forEach(name -> missing.add(place + name));
                    section.unmentioned(system)
                            .forEach(
                                    column ->
                                            unmentioned.add(
                                                    place
                                                            + section.entity().table(system.name())
                                                            + "."
                                                            + column.name()));
                }
            }
            return new Gaps(missing, unmentioned);
        }

        boolean isEmpty() {
            return missing.isEmpty() && unmentioned.isEmpty();
        }
    }

    private static List<String> lines(List<Path> written, Gaps gaps, Optional<Since> earlier) {
        List<String> lines = new ArrayList<>();
        written.forEach(file -> lines.add("written: " + file));
        earlier.ifPresent(it -> lines.add(it.differences().size() + " changes"));
        gaps.missing().forEach(name -> lines.add("not there: " + name));
        gaps.unmentioned()
                .forEach(name -> lines.add("not mentioned (map it, or say only-in): " + name));
        return lines;
    }

    private static ObjectNode json(List<Path> written, Gaps gaps, Optional<Since> earlier) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode files = json.putArray("written");
        written.forEach(file -> files.add(file.toString()));
        ArrayNode missing = json.putArray("missing");
        gaps.missing().forEach(missing::add);
        ArrayNode unmentioned = json.putArray("unmentioned");
        gaps.unmentioned().forEach(unmentioned::add);
        earlier.ifPresent(
                it -> {
                    ArrayNode changes = json.putArray("changes");
                    it.differences().forEach(difference -> put(changes.addObject(), difference));
                });
        return json;
    }

    private static void put(ObjectNode change, Difference difference) {
        change.put("entity", difference.thing().entity()).put("name", difference.thing().name());
        switch (difference) {
            case Difference.Added _ -> change.put("change", "added");
            case Difference.Removed _ -> change.put("change", "removed");
            case Difference.Changed changed ->
                    change.put("change", "changed")
                            .put("point", changed.point())
                            .put("was", changed.was().words())
                            .put("is", changed.is().words());
        }
    }
}
