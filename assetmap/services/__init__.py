"""The uses: one module a question; here doors and sums meet."""
