export const usageByTime = `
CREATE INDEX usage_by_time ON events (at) WHERE kind = 'usage.recorded';
`;
