package dev.weir.drills.limiter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another Java virtual machine is started with the classes of this one. */
public final class JavaCommand {

    /** What Hazelcast asks for on JDK 17 and later. */
    public static final List<String> MODULE_ACCESS = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private JavaCommand() {}

    /**
     * The command line.
     *
     * @param heap for example {@code 256m}
     */
    public static List<String> of(String heap, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MODULE_ACCESS);
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
