package dev.duet.deploy;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version that Maven wrote into `version.properties` when it built this program.
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"duet " + version()};
    }

    static String version() {
        Properties properties = new Properties();
        try (@Nullable InputStream file =
                BuildVersion.class.getResourceAsStream("version.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
