package dev.notification.reliability.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.proxy.Proxy;
import dev.notification.servers.Ports;
import dev.notification.testbed.Command;
import dev.notification.testbed.Guard;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network of its own, with a process in it through which clients reach one port of this machine. When its link goes down,
 * nobody is told: to the server the connections look open, and no byte ever comes or goes. Needs root.
 */
public final class Elsewhere implements AutoCloseable {
    private final String name;
    private final String near;
    private final String far;
    private final int target;
    private final int port = Ports.choose();
    private final Process relay;

    private Elsewhere(int target, Guard guard) throws IOException, InterruptedException {
        this.target = target;
        int number = new Random().nextInt(16_000);
        name = "hurt" + number;
        near = "10.214.%d.%d".formatted(number / 64, number % 64 * 4 + 1);
        far = "10.214.%d.%d".formatted(number / 64, number % 64 * 4 + 2);
        guard.later("ip netns delete " + name);
        Command.run("ip", "netns", "add", name);
        try {
            connect();
            relay = relay();
        } catch (IOException e) {
            Command.run("ip", "netns", "delete", name);
            throw e;
        }
    }

    private void connect() throws IOException, InterruptedException {
        Command.run("ip", "link", "add", "n" + name, "type", "veth", "peer", "name", "f" + name, "netns", name);
        Command.run("ip", "address", "add", near + "/30", "dev", "n" + name);
        Command.run("ip", "link", "set", "n" + name, "up");
        there("ip", "address", "add", far + "/30", "dev", "f" + name);
        there("ip", "link", "set", "f" + name, "up");
    }

    private Process relay() throws IOException {
        Process process = new ProcessBuilder(inside(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        far,
                        Integer.toString(port),
                        near,
                        Integer.toString(target)))
                .redirectErrorStream(true)
                .start();
        // ends with the process
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) return process;
        }
        throw new IOException("No relay in the network " + name);
    }

    /** Makes the network. The port must be open on every address of this machine. */
    public static Elsewhere to(int port, Guard guard) throws IOException, InterruptedException {
        return new Elsewhere(port, guard);
    }

    /** The process: where to listen, where to lead to. Ends with its standard input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress from = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        InetSocketAddress to = new InetSocketAddress(arguments[2], Integer.parseInt(arguments[3]));
        Proxy.listen(
                new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                from,
                List.of(new Link("elsewhere", to, 0)));
        System.out.println("ready");
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return new InetSocketAddress(far, port);
    }

    /** Takes the link down for good; counts the connections that are half-open now. */
    public Fault goDark() throws IOException, InterruptedException {
        long open = Command.run(
                        "ss", "-Htn", "state", "established", "( sport = :" + target + " and dst = " + far + " )")
                .size();
        there("ip", "link", "set", "f" + name, "down");
        return Fault.moment("link to " + name + " down", "half-open connections", open);
    }

    private void there(String... command) throws IOException, InterruptedException {
        Command.run(inside(command).toArray(String[]::new));
    }

    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    @Override
    public void close() throws IOException {
        relay.destroyForcibly().onExit().join();
        try {
            Command.run("ip", "netns", "delete", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
