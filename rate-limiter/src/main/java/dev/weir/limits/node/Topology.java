package dev.weir.limits.node;

import java.util.List;

/** Where the limit store is, seen from this node. */
public sealed interface Topology {

    /** In this process, shared with nobody: one node, tests, laptops. */
    record Alone() implements Topology {}

    /**
     * In a Hazelcast cluster of which this process is a member. The default for more than one node. The network between
     * members must be private: there is neither authentication nor encryption on it.
     *
     * @param cluster members of another cluster name are not joined; no secret
     * @param host the one address to listen on, and under which the others reach this member
     * @param port the one port to listen on
     * @param members all members as {@code host:port}; this one may be among them, and those that are not there yet are
     *     not waited for
     */
    record Member(String cluster, String host, int port, List<String> members) implements Topology {
        public Member {
            if (cluster.isBlank() || host.isBlank()) {
                throw new IllegalArgumentException("a member needs a cluster name and a host to listen on");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
            }
            members = checked(members);
        }
    }

    /**
     * In a Hazelcast cluster of others, which this process asks as a client. Its members need this module's jar.
     *
     * @param cluster the cluster's name
     * @param members some of its members as {@code host:port}, at least one
     * @param nodes how many nodes like this one share the limits, at least 1: what a share is divided by
     */
    record Client(String cluster, List<String> members, int nodes) implements Topology {
        public Client {
            if (cluster.isBlank() || members.isEmpty()) {
                throw new IllegalArgumentException("a client needs a cluster name and at least one member");
            }
            if (nodes < 1) {
                throw new IllegalArgumentException("nodes must be at least 1, was " + nodes);
            }
            members = checked(members);
        }
    }

    private static List<String> checked(List<String> members) {
        for (String member : members) {
            if (!member.matches(".+:[0-9]{1,5}")) {
                throw new IllegalArgumentException("a member is written host:port, was \"" + member + "\"");
            }
        }
        return List.copyOf(members);
    }
}
