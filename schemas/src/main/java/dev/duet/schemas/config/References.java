package dev.duet.schemas.config;

import java.util.regex.Pattern;

/// The written form of a [Secret].
final class References {
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    static final Pattern TEXT =
            Pattern.compile(
                    "\\$\\{(?:env:(?<variable>"
                            + VARIABLE.pattern()
                            + ")|file:(?<path>[^\\p{Cntrl}${}]{1,4096}))}");

    private References() {}
}
