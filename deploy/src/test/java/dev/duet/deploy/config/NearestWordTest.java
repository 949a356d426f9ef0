package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class NearestWordTest {
    private static final List<String> KNOWN =
            List.of("host", "port", "user", "password", "tls", "tls-ca", "server-id");

    @ParameterizedTest
    @CsvSource({
        "hots,host",
        "prot,port",
        "pasword,password",
        "username,user",
        "hostname,host",
        "tls_ca,tls-ca",
        "TLS,tls",
        "serverId,server-id",
        "tlsca,tls-ca"
    })
    void theNearestWordIsFound(String written, String meant) {
        assertThat(NearestWord.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "flavour", "x", "a very long text that somebody pasted into the file"})
    void whatIsFarFromAllIsNoMistake(String written) {
        assertThat(NearestWord.of(written, KNOWN)).isEmpty();
    }
}
