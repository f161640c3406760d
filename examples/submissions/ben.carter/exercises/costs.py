import numpy as np

def mean_squared_error(Y, Y_hat):
    return np.mean((np.asarray(Y, float) - Y_hat) ** 2)

def mean_squared_error_gradient(Y, Y_hat)
    return 2 * (np.asarray(Y_hat, float) - Y) / np.size(Y)

def log_likelihood(y, p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
