package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Entry;
import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.deploy.config.YamlNode.Scalar;
import dev.duet.deploy.config.YamlNode.Sequence;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Builds nodes from the parser's events. For one thread, for one file.
///
/// Anchors, aliases and tags are refused: a configuration needs none, and without them the tree is
/// never larger than the file. It goes on after such a refusal, so that all of them are reported at
/// once.
final class YamlTree {
    /// Twice what the deepest key of ours needs.
    private static final int DEEPEST = 12;

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private final Problems problems;
    private final Deque<OpenNode> open = new ArrayDeque<>();
    private final List<YamlNode> roots = new ArrayList<>();

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /// The one document of the text; empty when there is none, or when problems were noted.
    static Optional<YamlNode> parse(String text, Problems problems) {
        YamlTree tree = new YamlTree(problems);
        int before = problems.count();
        try {
            tree.readDocument(text);
        } catch (MarkedYamlEngineException e) {
            SyntaxProblem.of(e, text).addTo(problems);
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.add(Place.START, "", "this is not YAML", "see the example in the manual");
            return Optional.empty();
        }
        return problems.count() > before ? Optional.empty() : tree.roots.stream().findFirst();
    }

    private void readDocument(String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setCodePointLimit(text.length() + 1)
                        // All at once: it fails over a pair of surrogates at the end of a piece.
                        .setBufferSize(text.length() + 1)
                        .build();
        boolean inDocument = false;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof DocumentStartEvent) {
                if (inDocument) {
                    problems.add(
                            placeOf(event),
                            "",
                            "a second document begins here",
                            "remove the line '---' and put all keys into one document");
                    return;
                }
                inDocument = true;
            }
            if (!accept(event)) {
                return;
            }
        }
    }

    /// Takes one event; false when it makes no sense to read on.
    private boolean accept(Event event) {
        if (event instanceof NodeEvent node) {
            refuseSharing(node);
        }
        switch (event) {
            case ScalarEvent scalar -> close(scalarOf(scalar));
            case AliasEvent alias -> close(new Scalar("", Scalar.Kind.NOTHING, placeOf(alias)));
            case CollectionStartEvent start -> {
                if (open.size() == DEEPEST) {
                    problems.add(
                            placeOf(start),
                            "",
                            "keys are nested more than " + DEEPEST + " deep here",
                            "check the brackets and the indentation");
                    return false;
                }
                open.push(new OpenNode(start instanceof MappingStartEvent, placeOf(start)));
            }
            case CollectionEndEvent _ -> close(open.pop().toNode());
            default -> {
                // starts and ends of the stream and of the document carry nothing
            }
        }
        return true;
    }

    private void close(YamlNode node) {
        OpenNode parent = open.peek();
        if (parent == null) {
            roots.add(node);
        } else {
            parent.children.add(node);
        }
    }

    private void refuseSharing(NodeEvent node) {
        if (node.getAnchor().isPresent()) {
            problems.add(
                    placeOf(node),
                    "",
                    "anchors (&name) and aliases (*name) are not accepted",
                    "write the value out here");
        }
        Optional<String> tag =
                switch (node) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent collection -> collection.getTag();
                    default -> Optional.empty();
                };
        if (tag.isPresent()) {
            problems.add(
                    placeOf(node),
                    "",
                    "YAML tags (!name) are not accepted",
                    "remove the word that starts with '!', or put the value in quotes");
        }
    }

    private static Scalar scalarOf(ScalarEvent event) {
        Scalar.Kind kind = event.isPlain() ? kindOf(event.getValue()) : Scalar.Kind.TEXT;
        return new Scalar(event.getValue(), kind, placeOf(event));
    }

    private static Scalar.Kind kindOf(String plain) {
        Tag tag = RESOLVER.resolve(plain, true);
        if (tag.equals(Tag.INT)) {
            return Scalar.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Scalar.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Scalar.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Scalar.Kind.NOTHING : Scalar.Kind.TEXT;
    }

    private static Place placeOf(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Place.START);
    }

    /// A mapping or a list whose end has not come yet.
    private static final class OpenNode {
        private final boolean isMapping;
        private final Place place;
        private final List<YamlNode> children = new ArrayList<>();

        private OpenNode(boolean isMapping, Place place) {
            this.isMapping = isMapping;
            this.place = place;
        }

        private YamlNode toNode() {
            if (!isMapping) {
                return new Sequence(children, place);
            }
            List<Entry> entries = new ArrayList<>();
            for (int index = 0; index + 1 < children.size(); index += 2) {
                entries.add(new Entry(children.get(index), children.get(index + 1)));
            }
            return new Mapping(entries, place);
        }
    }
}
