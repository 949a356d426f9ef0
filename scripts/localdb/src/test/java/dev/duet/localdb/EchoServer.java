package dev.duet.localdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers each line with the same line and remembers it. Shared; one virtual thread for each
/// client.
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final Thread acceptor;

    EchoServer() throws IOException {
        acceptor = Thread.ofVirtual().name("echo-accept").start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> lines() {
        return lines;
    }

    /// Nobody is accepted any more when this returns: closing alone may come a moment later.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("echo").start(() -> answer(client));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            // The client is gone.
        }
    }
}
