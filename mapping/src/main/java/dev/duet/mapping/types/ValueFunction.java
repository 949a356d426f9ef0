package dev.duet.mapping.types;

/// Turns a canonical value of one column into one of its counterpart. Immutable; called for neither
/// null nor [dev.duet.schemas.Unchanged].
@FunctionalInterface
public interface ValueFunction {
    /// The same object where nothing has to be done.
    ValueFunction IDENTITY = value -> value;

    /// @throws CannotConvert when the other column cannot hold the value
    Object apply(Object value);

    /// This function, then that one.
    default ValueFunction then(ValueFunction next) {
        if (this == IDENTITY) {
            return next;
        }
        return next == IDENTITY ? this : value -> next.apply(apply(value));
    }
}
