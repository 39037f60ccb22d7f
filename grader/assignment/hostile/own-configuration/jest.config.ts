export default { testEnvironment: "./evil.ts", globalSetup: "./evil.ts" };
