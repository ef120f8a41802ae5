import { authSuite } from '../runtime/suites/auth.suite.ts';
import { createAuthenticator } from './auth.ts';

authSuite('baseline auth', createAuthenticator).run();
