"""The shape of the code itself: rooms, sizes, exports, imports."""
