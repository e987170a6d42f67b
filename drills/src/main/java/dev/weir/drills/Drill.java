package dev.weir.drills;

/** One rehearsed fault with an oracle of its own: it says by itself whether the promise held. */
public interface Drill {

    /** The promise that it checks, in one sentence. */
    String promise();

    /** Does the fault for real and judges what came of it. Leaves nothing running. */
    void run(Report report) throws Exception;
}
