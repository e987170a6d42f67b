package dev.weir.drills.bench;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.weir.drills.limiter.JavaCommand;
import io.github.bucket4j.grid.hazelcast.HazelcastProxyManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A member of Hazelcast that knows Bucket4j and nothing of Weir. As a process it ends with its input. */
public final class PlainMember {

    /** Of Bucket4j's own serializers. */
    static final int FIRST_TYPE_ID = 10_000;

    private PlainMember() {}

    /**
     * Starts a member.
     *
     * @param args the port to listen on
     */
    public static void main(String[] args) throws IOException {
        start(Integer.parseInt(args[0]));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Whatever is said, only the end matters.
        }
        Runtime.getRuntime().halt(0);
    }

    static HazelcastInstance start(int port) {
        Config config = new Config();
        config.setClusterName("dev");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
        HazelcastProxyManager.addCustomSerializers(config.getSerializationConfig(), FIRST_TYPE_ID);
        return Hazelcast.newHazelcastInstance(config);
    }

    static Process startProcess(int port) throws IOException {
        Process process = new ProcessBuilder(JavaCommand.of("1g", PlainMember.class, List.of("" + port)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!"ready".equals(process.inputReader(StandardCharsets.UTF_8).readLine())) {
            process.destroyForcibly();
            throw new IOException("the member on port " + port + " did not start");
        }
        return process;
    }
}
