package io.watchllm.bench.rows;

/**
 * The calls of {@link SmallRows} with a prompt of about 4 kB and an answer of about 1.6 kB, each null once in fifty.
 */
final class PayloadRows implements RowSource {
    private static final int PROMPT_BYTES = 4_200;
    private static final int RESPONSE_BYTES = 1_600;
    private static final int NULL_EVERY = 50;

    private final AvroOutput out = new AvroOutput();
    private final SmallRows calls = new SmallRows();
    private final Sentences sentences = new Sentences();

    @Override
    public byte[] row(int schemaId, long number) {
        out.begin(schemaId);
        calls.fields(out, number);
        text(SmallRows.mix(number * 2), PROMPT_BYTES);
        text(SmallRows.mix(number * 2 + 1), RESPONSE_BYTES);
        return out.toArray();
    }

    private void text(long bits, int bytes) {
        if (Long.remainderUnsigned(bits, NULL_EVERY) == 0) {
            out.number(0);
        } else {
            out.number(1);
            // From half to one and a half times the size.
            out.text(sentences.text(bits, bytes / 2 + (int) Long.remainderUnsigned(bits >>> 8, bytes)));
        }
    }
}
