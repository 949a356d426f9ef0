package dev.duet.mapping.expressions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What CEL lacks: exact numbers. `balance * 1.15 >= 0` mixes them with CEL's own.
final class DecimalFunctions {
    static final CelType TYPE = OpaqueType.create("decimal");

    private static final Map<String, CelFunctionOverload.Binary<Decimal, Decimal>> OPERATORS =
            Map.of(
                    "_+_",
                    Decimal::plus,
                    "_-_",
                    Decimal::minus,
                    "_*_",
                    Decimal::times,
                    "_/_",
                    Decimal::by,
                    "_<_",
                    (a, b) -> a.compareTo(b) < 0,
                    "_<=_",
                    (a, b) -> a.compareTo(b) <= 0,
                    "_>_",
                    (a, b) -> a.compareTo(b) > 0,
                    "_>=_",
                    (a, b) -> a.compareTo(b) >= 0);

    /// What a decimal is added to or compared with.
    private record Operand(CelType type, Class<?> carrier) {}

    private static final Operand DECIMAL = new Operand(TYPE, Decimal.class);
    private static final List<Operand> OPERANDS =
            List.of(
                    DECIMAL,
                    new Operand(SimpleType.INT, Long.class),
                    new Operand(SimpleType.DOUBLE, Double.class));

    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    DecimalFunctions() {
        OPERATORS.forEach(this::operator);
        conversion("decimal", SimpleType.STRING, TYPE, String.class, Decimal::of);
        conversion("decimal", SimpleType.INT, TYPE, Long.class, Decimal::of);
        conversion("decimal", SimpleType.DOUBLE, TYPE, Double.class, Decimal::of);
        conversion("string", TYPE, SimpleType.STRING, Decimal.class, Decimal::toString);
        conversion("int", TYPE, SimpleType.INT, Decimal.class, it -> it.number().longValueExact());
        conversion(
                "double", TYPE, SimpleType.DOUBLE, Decimal.class, it -> it.number().doubleValue());
        declarations.add(
                CelFunctionDecl.newFunctionDeclaration(
                        "round",
                        CelOverloadDecl.newMemberOverload(
                                "decimal_round", TYPE, TYPE, SimpleType.INT)));
        bindings.add(
                CelFunctionBinding.from(
                        "decimal_round", Decimal.class, Long.class, Decimal::round));
    }

    private void operator(String name, CelFunctionOverload.Binary<Decimal, Decimal> function) {
        boolean compares = name.startsWith("_<") || name.startsWith("_>");
        CelType result = compares ? SimpleType.BOOL : TYPE;
        List<CelOverloadDecl> overloads = new ArrayList<>();
        for (Operand left : OPERANDS) {
            for (Operand right : OPERANDS) {
                if (left != DECIMAL && right != DECIMAL) {
                    continue;
                }
                String id = "decimal" + name + left.type.name() + "_" + right.type.name();
                overloads.add(CelOverloadDecl.newGlobalOverload(id, result, left.type, right.type));
                bindings.add(
                        CelFunctionBinding.from(
                                id,
                                left.carrier,
                                right.carrier,
                                (a, b) -> function.apply(Decimal.of(a), Decimal.of(b))));
            }
        }
        declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overloads));
    }

    private <T> void conversion(
            String name,
            CelType from,
            CelType to,
            Class<T> carrier,
            CelFunctionOverload.Unary<T> function) {
        String id = name + "_of_" + from.name();
        declarations.add(
                CelFunctionDecl.newFunctionDeclaration(
                        name, CelOverloadDecl.newGlobalOverload(id, to, from)));
        bindings.add(CelFunctionBinding.from(id, carrier, function));
    }

    List<CelFunctionDecl> declarations() {
        return declarations;
    }

    List<CelFunctionBinding> bindings() {
        return bindings;
    }
}
