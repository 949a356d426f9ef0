package dev.duet.mapping.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.types.Kind;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What expressions may say: CEL with its functions for texts, exact numbers, and the fields of one
/// entity. Immutable.
///
/// The cost of an evaluation is bounded: by the length of the expression and its depth, by the
/// steps of `all`, `exists`, `map` and `filter`, by the size of a regular expression (whose time is
/// linear in the text), and by the length of texts.
public final class Language {
    static final int ITERATIONS_MAX = 1_000;
    private static final int DEPTH_MAX = 50;
    private static final int REGEX_MAX = 1_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(Expression.LENGTH_MAX)
                    .maxParseRecursionDepth(DEPTH_MAX)
                    .comprehensionMaxIterations(ITERATIONS_MAX)
                    .maxRegexProgramSize(REGEX_MAX)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();
    private static final DecimalFunctions DECIMALS = new DecimalFunctions();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(CelExtensions.strings())
                    .addFunctionBindings(DECIMALS.bindings())
                    .build();

    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '\\((.*?)\\)'.*");

    private final Map<String, CelType> names;
    private final CelCompiler compiler;

    private Language(Map<String, CelType> names) {
        this.names = names;
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addLibraries(CelExtensions.strings())
                        .addFunctionDeclarations(DECIMALS.declarations());
        names.forEach(builder::addVar);
        this.compiler = builder.build();
    }

    /// Over fields of whose types nothing is known yet.
    public static Language untyped(Collection<String> fields) {
        Map<String, CelType> names = new LinkedHashMap<>();
        fields.forEach(field -> names.put(field, SimpleType.DYN));
        return new Language(names);
    }

    /// Over fields as they are in canonical records. Those of which expressions can say nothing are
    /// left out.
    public static Language of(Collection<Column> fields) {
        Map<String, CelType> names = new LinkedHashMap<>();
        for (Column field : fields) {
            CelType type = Terms.type(field.kind());
            if (type != null) {
                names.put(field.name(), type);
            }
        }
        return new Language(names);
    }

    /// Whether `matches` can ask for this regular expression.
    public static boolean isPattern(String text) {
        try {
            Formula matches =
                    untyped(List.of("pattern")).formula(new Expression("''.matches(pattern)", ""));
            return matches.value("pattern", Kind.BOOLEAN, name -> text) != null;
        } catch (WrongExpression | CannotConvert e) {
            return false;
        }
    }

    /// Compiles an expression.
    ///
    /// @throws WrongExpression when it is none over these fields
    public Formula formula(Expression expression) throws WrongExpression {
        String text = expression.text();
        if (text.length() > Expression.LENGTH_MAX) {
            throw new WrongExpression(
                    "the expression has more than " + Expression.LENGTH_MAX + " characters",
                    "say it in fewer, or derive a part of it under a name of its own");
        }
        CelValidationResult checked = compiler.compile(text);
        if (checked.hasError()) {
            throw wrong(checked.getErrors().getFirst());
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            Set<String> named = new LinkedHashSet<>();
            for (CelReference reference : tree.getReferenceMap().values()) {
                if (names.containsKey(reference.name())) {
                    named.add(reference.name());
                }
            }
            return new Formula(RUNTIME.createProgram(tree), tree.getResultType(), named);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new WrongExpression(
                    "the expression cannot be computed: " + e.getMessage(), "write it otherwise");
        }
    }

    private WrongExpression wrong(CelIssue issue) {
        String at = " (character " + (issue.getSourceLocation().getColumn() + 1) + ")";
        String message = issue.getMessage().replaceAll("\\s+", " ");
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            return new WrongExpression(
                    "'" + name + "' is neither a field that it can use nor a function" + at,
                    "the fields are " + String.join(", ", names.keySet()),
                    name);
        }
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            return new WrongExpression(
                    "%s cannot be asked of (%s)%s"
                            .formatted(operator(overload.group(1)), plain(overload.group(2)), at),
                    "convert one of them, such as string(...), int(...) or decimal(...)");
        }
        int expecting = message.indexOf(" expecting {");
        return new WrongExpression(
                (expecting < 0 ? message : message.substring(0, expecting)) + at,
                "mend the expression; texts stand in single quotes: 'a'");
    }

    private static String operator(String name) {
        return "'" + name.replace("_", "").replace("@", "") + "'";
    }

    private static String plain(String types) {
        return types.replace("wrapper(", "")
                .replace(")", "")
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
    }
}
