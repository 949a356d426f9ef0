package dev.duet.deploy.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens on Ctrl-C, SIGTERM and SIGHUP: the first asks for a clean end, the second ends the
/// process at once.
///
/// A shutdown hook would not do: while hooks run, the JVM ignores further signals. The JDK's signal
/// class is supported but outside the standard API, where the compiler warns of its name; hence the
/// reflection.
public final class TerminationSignals {
    private static final int KILLED_BY_SIGNAL = 128;
    private static final int SIGINT = 2;

    private TerminationSignals() {}

    /// @param clean called once, on a thread of the JVM; must not block
    public static void onFirst(Runnable clean) {
        var asked = new AtomicBoolean();
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                if (asked.compareAndSet(false, true)) {
                                    clean.run();
                                } else {
                                    Runtime.getRuntime().halt(KILLED_BY_SIGNAL + SIGINT);
                                }
                                yield null;
                            }
                            case "equals" -> arguments != null && proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "termination";
                        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler);
            for (String name : List.of("INT", "TERM", "HUP")) {
                signal.getMethod("handle", signal, handlerType)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Another JVM, or one that keeps a signal to itself: then a hook, without the second.
            Runtime.getRuntime().addShutdownHook(new Thread(clean, "duet-shutdown"));
        }
    }
}
