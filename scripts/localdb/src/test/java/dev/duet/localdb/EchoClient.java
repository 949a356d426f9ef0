package dev.duet.localdb;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends lines to an [EchoServer] and reads the answers. One thread.
final class EchoClient implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader reader;

    EchoClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        readLimit(Duration.ofSeconds(10));
        reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    String ask(String line) throws IOException {
        send(line + "\n");
        return read();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    String read() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new EOFException("the server ended the connection");
        }
        return line;
    }

    void readLimit(Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
