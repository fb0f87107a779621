"""Who decides: what agents see, how they appraise and choose, and the Mesa agents themselves."""
