package io.watchllm.delivery.encode;

/**
 * How a field encodes whether it has a value.
 *
 * @param branches branches of the union; 0 when the field is no union
 * @param nullBranch the branch of null; -1 when there is none
 */
record UnionBranch(int branches, int nullBranch) {
    static final UnionBranch NONE = new UnionBranch(0, -1);

    /** Reads the branch, if the field is a union. */
    boolean hasValue(AvroInput in) throws BadValue {
        if (branches == 0) {
            return true;
        }
        var index = in.readInt();
        if (index < 0 || index >= branches) {
            throw BadValue.malformed("branch " + index + " of a union of " + branches);
        }
        return index != nullBranch;
    }
}
