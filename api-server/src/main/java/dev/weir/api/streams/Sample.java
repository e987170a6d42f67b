package dev.weir.api.streams;

/** The posts of the sample stream: one in a hundred by a hash of the id, the same for everybody, everywhere, always. */
final class Sample {

    private static final int ONE_IN = 100;
    private static final int HIGH_BITS = 33;

    private Sample() {}

    static boolean holds(long postId) {
        // Ids made one after the other differ in few bits: MurmurHash3's finaliser (Appleby, 2011) spreads them.
        long hash = postId;
        hash = (hash ^ (hash >>> HIGH_BITS)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> HIGH_BITS)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> HIGH_BITS;
        return Long.remainderUnsigned(hash, ONE_IN) == 0;
    }
}
