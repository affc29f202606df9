package io.watchllm.bench.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Texts as a service agent and its customers write them: plain sentences and pieces of JSON with ids and numbers that
 * differ from text to text. They compress as such texts do, not as one sentence said again and again.
 */
final class Sentences {
    private static final List<byte[]> PIECES = List.of(
                    "I can help you with that. Could you give me your user id, please? ",
                    "The reservation %s has two passengers in economy. ",
                    "All reservations can be cancelled within 24 hours of booking, or if the airline cancelled. ",
                    "{\"role\": \"assistant\", \"content\": \"Let me look up flight HAT%s for you.\"}, ",
                    "{\"role\": \"user\", \"content\": \"My id is mia_li_%s and I would like to change my flight.\"}, ",
                    "{\"name\": \"get_reservation_details\", \"arguments\": {\"reservation_id\": \"%s\"}} ",
                    "{\"flight_number\": \"HAT%s\", \"price\": 152, \"available_seats\": 9, \"date\": \"2024-05-20\"}, ",
                    "Basic economy flights cannot be modified, but the cabin can be changed for all segments. ",
                    "The refund of %s dollars will go to the original payment method in 5 to 7 business days. ",
                    "Each extra baggage is 50 dollars; gold members have 3 free checked bags. ",
                    "Do you want to go on with the change? Please answer yes or no. ",
                    "Thank you, and sorry for the trouble; I was told something else on the phone. ",
                    "Payment: one travel certificate, one credit card and three gift cards at most. ",
                    "The departure is scheduled at %s and the status is on time. ",
                    "You should transfer the user to a human agent if the request is out of your scope. ",
                    "certificate_%s has a remaining amount that is not refundable.\\n\\n")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    private static final int HOLE_DIGITS = 7;

    private byte[] buffer = new byte[16 * 1024];

    /** A text of this many bytes, drawn from the bits. */
    byte[] text(long bits, int bytes) {
        var room = bytes + 256;
        if (buffer.length < room) {
            buffer = new byte[room];
        }
        var size = 0;
        for (var draw = bits; size < bytes; draw = SmallRows.mix(draw)) {
            size = piece(PIECES.get((int) (draw >>> 60)), draw, size);
        }
        return Arrays.copyOf(buffer, bytes);
    }

    private int piece(byte[] piece, long draw, int start) {
        var size = start;
        for (var i = 0; i < piece.length; i++) {
            if (piece[i] == '%') {
                i++;
                size = digits(draw, size);
            } else {
                buffer[size++] = piece[i];
            }
        }
        return size;
    }

    private int digits(long draw, int start) {
        var rest = draw;
        for (var i = 0; i < HOLE_DIGITS; i++) {
            buffer[start + i] = (byte) ('0' + (int) Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        }
        return start + HOLE_DIGITS;
    }
}
