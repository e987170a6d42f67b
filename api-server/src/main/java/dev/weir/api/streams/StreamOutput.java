package dev.weir.api.streams;

import java.util.List;
import org.eclipse.jetty.util.Callback;

/** Where the lines of one connection go. */
interface StreamOutput {

    /**
     * Writes lines in this order. Never blocks on the reader; one write at a time.
     *
     * @param lines at least one
     * @param done told when the socket has taken all of them, perhaps on this thread and before this returns, or that it
     *     never will
     */
    void write(List<byte[]> lines, Callback done);

    /**
     * Whether the reader has closed its side, or speaks where it should listen. Never blocks. Not to be asked once the
     * answer has ended: then the socket is the server's again.
     */
    boolean isReaderGone();

    /** Closes the socket, whatever it is doing. */
    void cut();
}
