# 第一单元: 神经元
import numpy as np


def weighted_sum(x, w, b):
    total = 0.0
    for i in range(len(x)):
        total = total + float(x[i]) * float(w[i])
    return total + float(b)


def neuron(x, w, b, activation):
    z = weighted_sum(x, w, b)
    return activation(z)


def layer(X, W, b, activation=None):
    n = X.shape[0]
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            Z[i, j] = weighted_sum(X[i], W[:, j], b[j])
    if activation is not None:
        # 激活函数
        return activation(Z)
    return Z


def init_parameters(n_in, n_out, rng):
    if n_in < 1:
        raise ValueError("n_in must be at least 1, got " + str(n_in))
    if n_out < 1:
        raise ValueError("n_out must be at least 1, got " + str(n_out))
    # 标准差 = 方差的平方根
    std = np.sqrt(1 / n_in)
    W = rng.normal(0, std, (n_in, n_out))
    b = np.zeros(n_out)
    return W, b
