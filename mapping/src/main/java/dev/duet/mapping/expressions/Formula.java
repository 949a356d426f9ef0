package dev.duet.mapping.expressions;

import dev.cel.common.CelErrorCode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.duet.mapping.expressions.Terms.NoAnswer;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A compiled expression. Immutable, safe on any thread.
public final class Formula {
    private static final String BY_ZERO = "it divides by zero";

    private final Program program;
    private final CelType type;
    private final List<String> names;

    /// Values by the names of fields, in canonical form.
    @FunctionalInterface
    public interface Values {
        @Nullable Object of(String name);
    }

    Formula(Program program, CelType type, Set<String> names) {
        this.program = program;
        this.type = type;
        this.names = List.copyOf(names);
    }

    /// The fields that it names.
    public List<String> names() {
        return names;
    }

    /// @throws WrongExpression when its results cannot be values of the column
    public void requireFor(Column column) throws WrongExpression {
        if (!Terms.fits(type, column.kind())) {
            throw new WrongExpression(
                    "its result is a %s, and column %s is %s"
                            .formatted(word(), column.name(), column.type()),
                    "convert it, such as string(%s)"
                            .formatted(names.isEmpty() ? 1 : names.getFirst()));
        }
    }

    /// @throws WrongExpression when it is no question to be answered with true or false
    public void requireTruth() throws WrongExpression {
        if (!Terms.fits(type, Kind.BOOLEAN)) {
            throw new WrongExpression(
                    "its result is a " + word() + ", and a rule holds or does not",
                    "write a comparison, such as name != ''");
        }
    }

    private String word() {
        CelType plain = type instanceof NullableType nullable ? nullable.targetType() : type;
        return plain.equals(SimpleType.TIMESTAMP)
                ? "timestamp"
                : plain.equals(SimpleType.DURATION) ? "duration" : plain.name();
    }

    /// Its result as a value of a column.
    ///
    /// @param what is computed, for the message
    /// @throws CannotConvert when there is none
    public @Nullable Object value(String what, Kind kind, Values values) {
        try {
            return Terms.out(result(values), kind);
        } catch (NoAnswer e) {
            throw new CannotConvert(what, e.getMessage() + nulls(values));
        }
    }

    /// Whether a rule is met: like a CHECK constraint also where it has no answer since there is no
    /// value for a field that it names.
    ///
    /// @param what it is about, for the message
    /// @throws CannotConvert when it has no answer for another reason
    public boolean isMet(String what, Values values) {
        try {
            return !Boolean.FALSE.equals(Terms.out(result(values), Kind.BOOLEAN));
        } catch (NoAnswer e) {
            if (e.isOfValues() && names.stream().anyMatch(name -> values.of(name) == null)) {
                return true;
            }
            throw new CannotConvert(what, String.valueOf(e.getMessage()));
        }
    }

    private Object result(Values values) throws NoAnswer {
        try {
            return program.eval(name -> Optional.of(known(values, name)));
        } catch (Unknown e) {
            throw e.reason;
        } catch (CelEvaluationException e) {
            if (e.getCause() instanceof Unknown unknown) {
                throw unknown.reason;
            }
            throw noAnswer(e.getErrorCode(), e.getCause());
        } catch (ArithmeticException e) {
            throw noAnswer(CelErrorCode.NUMERIC_OVERFLOW, e);
        } catch (RuntimeException e) {
            throw noAnswer(CelErrorCode.INTERNAL_ERROR, e);
        }
    }

    private static Object known(Values values, String name) {
        try {
            return Terms.in(values.of(name));
        } catch (NoAnswer e) {
            throw new Unknown(new NoAnswer(name + ": " + e.getMessage()));
        }
    }

    /// What the library says would name values.
    private static NoAnswer noAnswer(CelErrorCode code, @Nullable Throwable cause) {
        return switch (code) {
            case DIVIDE_BY_ZERO -> new NoAnswer(BY_ZERO);
            case NUMERIC_OVERFLOW ->
                    new NoAnswer(isDivision(cause) ? BY_ZERO : "a number grows too large");
            case INDEX_OUT_OF_BOUNDS -> new NoAnswer("it asks for a part that is not there");
            case ITERATION_BUDGET_EXCEEDED ->
                    new NoAnswer("it takes more than " + Language.ITERATIONS_MAX + " steps");
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, INVALID_ARGUMENT, BAD_FORMAT ->
                    NoAnswer.ofValues();
            case INTERNAL_ERROR, ATTRIBUTE_NOT_FOUND, DUPLICATE_ATTRIBUTE, TYPE_NOT_FOUND ->
                    isDivision(cause) ? new NoAnswer(BY_ZERO) : NoAnswer.ofValues();
        };
    }

    private static boolean isDivision(@Nullable Throwable cause) {
        return cause instanceof ArithmeticException
                && String.valueOf(cause.getMessage()).contains("zero");
    }

    /// What is null is the likely reason.
    private String nulls(Values values) {
        String nulls =
                names.stream()
                        .filter(name -> values.of(name) == null)
                        .collect(Collectors.joining(", "));
        return nulls.isEmpty() ? "" : ", where there is no value for " + nulls;
    }

    /// Passes through the library, which does not know ours.
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient NoAnswer reason;

        Unknown(NoAnswer reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
