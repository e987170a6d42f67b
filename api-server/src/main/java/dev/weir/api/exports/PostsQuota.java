package dev.weir.api.exports;

import java.time.Duration;

/** The monthly posts of accounts, as an export spends them. Thread-safe; never throws. */
public interface PostsQuota {

    /** Asks for posts, before they are handed out. */
    Answer reserve(Payer payer, long posts);

    /**
     * Who pays.
     *
     * @param plan its name
     */
    record Payer(long accountId, long appId, String plan) {}

    /**
     * What became of asking.
     *
     * @param granted whether the posts may be handed out
     * @param left if not: how many may
     * @param pause if none may: until when
     * @param reason if none may: why, for the caller
     * @param settlement if granted: what is to be said afterwards
     */
    record Answer(boolean granted, long left, Duration pause, String reason, Settlement settlement) {

        /** The posts may be handed out. */
        public static Answer granted(Settlement settlement) {
            return new Answer(true, 0, Duration.ZERO, "", settlement);
        }

        /** They may not, or not all of them. */
        public static Answer refused(long left, Duration pause, String reason) {
            return new Answer(false, left, pause, reason, posts -> {});
        }
    }

    /** Told once how many of the reserved posts were handed out. */
    @FunctionalInterface
    interface Settlement {
        /** So many were; the others go back. */
        void handedOut(long posts);
    }
}
