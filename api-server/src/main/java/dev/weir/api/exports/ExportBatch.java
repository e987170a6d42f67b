package dev.weir.api.exports;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.PostArchive;
import dev.weir.api.microblog.wire.PostLine;
import dev.weir.api.microblog.wire.Selection;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that are written at once, all of one part.
 *
 * <p>A part ends with the post that brings it to {@link #PART_POSTS} or {@link #PART_BYTES}. Where parts end depends on
 * nothing but the posts, so however the work was cut into batches, and by whom, the parts are the same.
 */
final class ExportBatch {

    static final int PART_POSTS = 10_000;
    static final long PART_BYTES = 4L << 20;

    private final List<Long> ids;
    private final byte[] content;
    private final boolean endsPart;
    private final long through;

    private ExportBatch(List<Long> ids, byte[] content, boolean endsPart, long through) {
        this.ids = List.copyOf(ids);
        this.content = content;
        this.endsPart = endsPart;
        this.through = through;
    }

    /** As many posts of a stretch as the part in progress takes. */
    static ExportBatch of(Export export, PostArchive.Stretch stretch) {
        Selection selection = Selection.ofPostFields(export.order().fields());
        List<Long> ids = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 16);
        for (CountedPost post : stretch.posts()) {
            content.writeBytes(PostLine.of(post, selection));
            ids.add(post.id());
            if (export.partPosts() + ids.size() >= PART_POSTS || export.partBytes() + content.size() >= PART_BYTES) {
                return new ExportBatch(ids, content.toByteArray(), true, post.id());
            }
        }
        return new ExportBatch(ids, content.toByteArray(), false, stretch.reached() - 1);
    }

    /** Ids of the posts, ascending. */
    List<Long> ids() {
        return ids;
    }

    /** Their lines. */
    byte[] content() {
        return content;
    }

    /** Whether the part is full with it. */
    boolean endsPart() {
        return endsPart;
    }

    long lastId() {
        return ids.get(ids.size() - 1);
    }

    /** Up to this id nothing else matches. */
    long through() {
        return through;
    }
}
