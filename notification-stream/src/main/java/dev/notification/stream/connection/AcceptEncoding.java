package dev.notification.stream.connection;

import java.util.List;
import java.util.Locale;

/** What a client says of content codings (RFC 9110, section 12.5.3). What is malformed is as if it were not there. */
final class AcceptEncoding {
    private static final double UNSAID = -1;

    private AcceptEncoding() {}

    /** Whether the client takes gzip, and would not rather have none. Who says nothing gets none. */
    static boolean takesGzip(List<String> headers) {
        double gzip = UNSAID;
        double any = UNSAID;
        double identity = 0;
        for (String header : headers) {
            for (String entry : header.split(",", -1)) {
                String coding = coding(entry);
                if (coding.equals("gzip") || coding.equals("x-gzip")) gzip = Math.max(gzip, weight(entry));
                else if (coding.equals("*")) any = weight(entry);
                else if (coding.equals("identity")) identity = weight(entry);
            }
        }
        double wanted = gzip == UNSAID ? any : gzip;
        return wanted > 0 && wanted >= identity;
    }

    private static String coding(String entry) {
        int end = entry.indexOf(';');
        return (end < 0 ? entry : entry.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private static double weight(String entry) {
        for (String parameter : entry.substring(entry.indexOf(';') + 1).split(";", -1)) {
            String trimmed = parameter.trim().toLowerCase(Locale.ROOT);
            if (!trimmed.startsWith("q=")) continue;
            String value = trimmed.substring(2);
            return value.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
        }
        return 1;
    }
}
