package dev.weir.api.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Ports {

    private Ports() {}

    /** A port that nobody listens on at the moment, chosen by the system. */
    static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("the system has no free port", e);
        }
    }

    /** The first free port from the given one upwards. */
    static int freeFrom(String address, int first) {
        for (int port = first; port <= Math.min(65_535, first + 200); port++) {
            if (isFree(address, port)) {
                return port;
            }
        }
        throw new DemoFailure("none of the ports %d to %d is free".formatted(first, first + 200));
    }

    /** Whether a server could listen on this port of an address of this machine. */
    static boolean isFree(String address, int port) {
        try (var socket = new ServerSocket()) {
            // As Jetty does it: a connection of the last run that is still fading away is no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
