package dev.notification.stream.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notification.store.Content;
import dev.notification.store.Delivery;
import java.util.Base64;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A delivery as the JSON its recipient reads, in UTF-8 and on one line: the attributes of its notification, {@code seq},
 * {@code attempt} and {@code recipient}, and the data as the producer sent it.
 *
 * <p>It has two parts, {@link #prefix} and body, written one after the other. The body is the same for every recipient of a
 * notification, so it can be encoded once and shared. No method changes its arguments or keeps them.
 */
public final class DeliveryJson {
    private static final byte[] SEQ = ascii("{\"seq\":");
    private static final byte[] ATTEMPT = ascii(",\"attempt\":");
    private static final byte[] RECIPIENT = ascii(",\"recipient\":");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] NOTHING = {};
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] DATA_BASE64 = ascii(",\"data_base64\":\"");
    private static final byte[] END = ascii("}");
    private static final byte[] QUOTED_END = ascii("\"}");

    private DeliveryJson() {}

    /** The whole delivery. */
    public static byte[] of(Delivery delivery, String recipient) {
        return join(prefix(delivery.seq(), delivery.attempt(), quote(recipient)), body(delivery.content()));
    }

    /** The whole delivery with {@code dataurl} in place of the data. */
    public static byte[] withoutData(Delivery delivery, String recipient) {
        return join(
                prefix(delivery.seq(), delivery.attempt(), quote(recipient)),
                bodyWithoutData(delivery.content(), delivery.seq()));
    }

    /** A string as JSON: quotes around it, escapes in it. */
    public static byte[] quote(String text) {
        return join(ascii("\""), JsonStringEncoder.getInstance().quoteAsUTF8(text), ascii("\""));
    }

    /**
     * What differs from inbox to inbox: everything up to the body.
     *
     * @param recipient the recipient's name as {@link #quote} gives it
     */
    public static byte[] prefix(long seq, int attempt, byte[] recipient) {
        return join(SEQ, ascii(Long.toString(seq)), ATTEMPT, ascii(Integer.toString(attempt)), RECIPIENT, recipient);
    }

    /** What all deliveries of a notification share: the rest, closing brace included. */
    public static byte[] body(Content content) {
        byte[] data = content.data();
        if (data == null) return oneLine(comma(content), content.attributes(), END);
        if (content.binary()) {
            byte[] base64 = Base64.getEncoder().encode(data);
            return oneLine(comma(content), content.attributes(), DATA_BASE64, base64, QUOTED_END);
        }
        return oneLine(comma(content), content.attributes(), DATA, data, END);
    }

    /** The body with {@code dataurl}, where the data of delivery {@code seq} can be fetched, in place of the data. */
    public static byte[] bodyWithoutData(Content content, long seq) {
        byte[] end = ascii(",\"dataurl\":\"/v1/inbox/" + seq + "\"}");
        return oneLine(comma(content), content.attributes(), end);
    }

    private static byte[] comma(Content content) {
        return content.attributes().length == 0 ? NOTHING : COMMA;
    }

    /** Joined. In valid JSON raw line ends stand only between tokens, where a blank means the same. */
    private static byte[] oneLine(byte[]... parts) {
        byte[] json = join(parts);
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') json[i] = ' ';
        }
        return json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) length += part.length;
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
