package dev.duet.deploy.connect.mysql;

import dev.duet.schemas.config.Tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/// The certificates of a PEM file as the key store that MySQL's drivers want, in a temporary file
/// that ends with this.
///
/// Certificates are public; only the owner may write the file, so nobody else can add an authority
/// to it.
public final class TrustStoreFile implements AutoCloseable {
    public static final String TYPE = "PKCS12";

    /// No secret: a PKCS12 store wants some password, and holds nothing to hide.
    public static final String PASSWORD = "changeit";

    private final Optional<Path> file;

    private TrustStoreFile(Optional<Path> file) {
        this.file = file;
    }

    /// Without a CA file there is none to make.
    public static TrustStoreFile of(Tls tls) {
        return new TrustStoreFile(tls.caFile().map(TrustStoreFile::convert));
    }

    public Optional<Path> file() {
        return file;
    }

    @Override
    public void close() {
        file.ifPresent(
                path -> {
                    try {
                        Files.deleteIfExists(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException("cannot delete " + path, e);
                    }
                });
    }

    private static Path convert(Path pem) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            Path file = Files.createTempFile("duet-trust", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream stream = Files.newOutputStream(file)) {
                store.store(stream, PASSWORD.toCharArray());
            }
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new CannotReadCertificates(pem, e);
        }
    }

    private static Iterable<? extends Certificate> certificates(Path pem)
            throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream);
        }
    }
}
